using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Clarion.Silo.Secrets;

/// <summary>Encrypts keys that were written before there was a certificate.</summary>
internal static class KeyEncryption
{
    private const string DecryptorType = "decryptorType";

    // How ASP.NET Data Protection writes keys (its names are fixed: every version must read what older ones wrote).
    private static readonly XNamespace Names = "http://schemas.asp.net/2015/03/dataProtection";
    private static readonly XName RequiresEncryption = Names + "requiresEncryption";
    private static readonly XName EncryptedSecret = Names + "encryptedSecret";
    /// <summary>True when a key in the element can be read by whoever reads the element.</summary>
    public static bool IsReadable(string xml) => Open(XElement.Parse(xml)).Count > 0;

    /// <summary>The element with its keys encrypted.</summary>
    public static string Encrypt(string xml, IXmlEncryptor encryptor)
    {
        var element = XElement.Parse(xml);
        foreach (var key in Open(element))
        {
            var encrypted = encryptor.Encrypt(new XElement(key));
            key.ReplaceWith(new XElement(
                EncryptedSecret, new XAttribute(DecryptorType, encrypted.DecryptorType.AssemblyQualifiedName!), encrypted.EncryptedElement));
        }

        return element.ToString(SaveOptions.DisableFormatting);
    }

    private static List<XElement> Open(XElement element) =>
        [.. element.DescendantsAndSelf().Where(part => (bool?)part.Attribute(RequiresEncryption) == true)];
}
