using System.Xml.Linq;
using Clarion.Storage.Contracts;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Clarion.Silo.Secrets;

/// <summary>The key ring in the store. Asked when the process starts and then about once a day; callers of this interface wait.</summary>
internal sealed class StoredKeyRing(IKeyRingStore store) : IXmlRepository
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

#pragma warning disable VSTHRD002 // The interface knows no tasks; the store runs on threads of its own, so waiting for it blocks nothing it needs.
    /// <inheritdoc />
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var patience = new CancellationTokenSource(Patience);
        return [.. store.LoadAsync(patience.Token).GetAwaiter().GetResult().Select(element => XElement.Parse(element.Xml))];
    }

    /// <inheritdoc />
    public void StoreElement(XElement element, string friendlyName)
    {
        ArgumentNullException.ThrowIfNull(element);
        using var patience = new CancellationTokenSource(Patience);
        store.AddAsync(new KeyRingElement(friendlyName, element.ToString(SaveOptions.DisableFormatting)), patience.Token).GetAwaiter().GetResult();
    }
#pragma warning restore VSTHRD002
}
