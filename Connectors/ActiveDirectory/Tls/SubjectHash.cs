using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Clarion.Connectors.ActiveDirectory.Tls;

/// <summary>
/// The number under which OpenSSL looks for a certificate in a folder (<c>openssl x509 -hash</c>): of the subject with its texts in lower case,
/// in UTF-8, without needless white space.
/// </summary>
internal static class SubjectHash
{
    /// <summary>Eight hexadecimal digits.</summary>
    /// <exception cref="AsnContentException">The subject is no name.</exception>
    [SuppressMessage("Security", "CA5350", Justification = "It names a file as OpenSSL does; nothing is protected by it.")]
    public static string Of(X509Certificate2 certificate)
    {
        var name = new AsnReader(certificate.SubjectName.RawData, AsnEncodingRules.DER).ReadSequence();
        var canonical = new List<byte>();
        while (name.HasData)
        {
            // One set after the other, without the sequence around them.
            var writer = new AsnWriter(AsnEncodingRules.DER);
            var set = name.ReadSetOf();
            using (writer.PushSetOf())
            {
                while (set.HasData)
                {
                    Write(set.ReadSequence(), writer);
                }
            }

            canonical.AddRange(writer.Encode());
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(SHA1.HashData(canonical.ToArray())).ToString("x8", CultureInfo.InvariantCulture);
    }

    private static void Write(AsnReader part, AsnWriter writer)
    {
        using var _ = writer.PushSequence();
        writer.WriteObjectIdentifier(part.ReadObjectIdentifier());
        var tag = part.PeekTag();
        if (tag.TagClass == TagClass.Universal && (UniversalTagNumber)tag.TagValue is UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString
            or UniversalTagNumber.T61String or UniversalTagNumber.IA5String or UniversalTagNumber.VisibleString or UniversalTagNumber.BMPString)
        {
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, Canonical(part.ReadCharacterString((UniversalTagNumber)tag.TagValue)));
        }
        else
        {
            writer.WriteEncodedValue(part.ReadEncodedValue().Span);
        }
    }

    private static string Canonical(string text)
    {
        var canonical = new StringBuilder(text.Length);
        foreach (var c in text.AsSpan().Trim(" \t\n\v\f\r"))
        {
            if (c is ' ' or (>= '\t' and <= '\r'))
            {
                if (canonical[^1] != ' ')
                {
                    canonical.Append(' ');
                }
            }
            else
            {
                canonical.Append(char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c);
            }
        }

        return canonical.ToString();
    }
}
