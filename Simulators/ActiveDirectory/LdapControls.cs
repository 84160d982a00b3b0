using System.Formats.Asn1;
using System.Globalization;
using System.Text;

namespace Clarion.Simulators.ActiveDirectory;

/// <summary>The controls of a request that the simulated server understands; others are overlooked, as not critical ones are.</summary>
internal sealed record LdapControls
{
    private const string PagedResults = "1.2.840.113556.1.4.319";
    private const string ExtendedNames = "1.2.840.113556.1.4.529";
    private const string ShowDeleted = "1.2.840.113556.1.4.417";
    private static readonly Asn1Tag ControlsTag = new(TagClass.ContextSpecific, 0);

    public static string[] Known { get; } = [PagedResults, ExtendedNames, ShowDeleted];

    /// <summary>Entries of a page; null: all at once.</summary>
    public int? PageSize { get; init; }

    /// <summary>Entries that came before, as the cookie of the last page said.</summary>
    public int Skip { get; init; }

    /// <summary>Names come with ids.</summary>
    public bool HasExtendedNames { get; init; }

    /// <summary>Reads them from what follows an operation.</summary>
    public static LdapControls Read(AsnReader message)
    {
        var read = new LdapControls();
        if (!message.HasData || message.PeekTag() is not { TagClass: TagClass.ContextSpecific, TagValue: 0 })
        {
            return read;
        }

        var controls = message.ReadSequence(ControlsTag);
        while (controls.HasData)
        {
            var control = controls.ReadSequence();
            var type = Encoding.UTF8.GetString(control.ReadOctetString());
            if (control.HasData && control.PeekTag().TagValue == (int)UniversalTagNumber.Boolean)
            {
                control.ReadBoolean();
            }

            if (type == ExtendedNames)
            {
                read = read with { HasExtendedNames = true };
            }
            else if (type == PagedResults && control.HasData)
            {
                var value = new AsnReader(control.ReadOctetString(), AsnEncodingRules.BER).ReadSequence();
                value.TryReadInt32(out var size);
                var cookie = Encoding.ASCII.GetString(value.ReadOctetString());
                read = read with
                {
                    PageSize = Math.Max(1, size),
                    Skip = int.TryParse(cookie, NumberStyles.None, CultureInfo.InvariantCulture, out var skip) ? skip : 0,
                };
            }
        }

        return read;
    }

    /// <summary>Writes the cookie of the next page; an empty one says that this was the last.</summary>
    public static void WritePage(AsnWriter message, int? next)
    {
        var value = new AsnWriter(AsnEncodingRules.BER);
        using (value.PushSequence())
        {
            value.WriteInteger(0);
            value.WriteOctetString(Encoding.ASCII.GetBytes(next?.ToString(CultureInfo.InvariantCulture) ?? ""));
        }

        using (message.PushSequence(ControlsTag))
        using (message.PushSequence())
        {
            message.WriteOctetString(Encoding.UTF8.GetBytes(PagedResults));
            message.WriteOctetString(value.Encode());
        }
    }
}
