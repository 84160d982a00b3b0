using System.Formats.Asn1;
using System.Text;

namespace Clarion.Simulators.ActiveDirectory;

/// <summary>A client of the simulated controller: simple bind and searches. Everything that would write is refused.</summary>
internal sealed class DirectoryConnection(Stream stream, SimulatedDomain domain, string account, string password)
{
    private const int MaxMessage = 1 << 20;
    private const int BindRequest = 0;
    private const int UnbindRequest = 2;
    private const int SearchRequest = 3;
    private const int AbandonRequest = 16;
    private const int BindResponse = 1;
    private const int SearchDone = 5;
    private const int ExtendedResponse = 24;

    private bool _signedIn;

    /// <summary>Answers until the client leaves or says something that is no LDAP.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await ReadAsync(cancellationToken).ConfigureAwait(false) is { } message)
        {
            using var answers = new MemoryStream();
            try
            {
                if (!Answer(message, answers))
                {
                    return;
                }
            }
            catch (AsnContentException)
            {
                return;
            }

            await stream.WriteAsync(answers.GetBuffer().AsMemory(0, (int)answers.Length), cancellationToken).ConfigureAwait(false);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // One message: its tag, its length in the short or the long form, and what follows. Null at the end of the stream.
    private async Task<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        var head = new byte[6];
        if (await stream.ReadAtLeastAsync(head.AsMemory(0, 2), 2, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) < 2)
        {
            return null;
        }

        var (headLength, length) = (2, (int)head[1]);
        if (head[1] > 0x80)
        {
            var octets = head[1] & 0x7F;
            if (octets > 4)
            {
                return null;
            }

            await stream.ReadExactlyAsync(head.AsMemory(2, octets), cancellationToken).ConfigureAwait(false);
            (headLength, length) = (2 + octets, 0);
            for (var i = 0; i < octets; i++)
            {
                length = (length << 8) | head[2 + i];
            }
        }

        if (length is < 0 or > MaxMessage)
        {
            return null;
        }

        var message = new byte[headLength + length];
        head.AsSpan(0, headLength).CopyTo(message);
        await stream.ReadExactlyAsync(message.AsMemory(headLength), cancellationToken).ConfigureAwait(false);
        return message;
    }

    private bool Answer(byte[] octets, MemoryStream answers)
    {
        var message = new AsnReader(octets, AsnEncodingRules.BER).ReadSequence();
        var id = message.ReadInteger();
        var tag = message.PeekTag();
        if (tag.TagClass != TagClass.Application || tag.TagValue == UnbindRequest)
        {
            return false;
        }

        switch (tag.TagValue)
        {
            case BindRequest:
                Send(answers, id, writer => WriteResult(writer, BindResponse, Bind(message.ReadSequence(tag))));
                break;
            case SearchRequest when !_signedIn:
                Send(answers, id, writer => WriteResult(writer, SearchDone, LdapResult.OperationsError));
                break;
            case SearchRequest:
                var request = message.ReadSequence(tag);
                Search(answers, id, new LdapSearch(request), LdapControls.Read(message));
                break;
            case AbandonRequest:
                break;
            default:
                // Of writing requests the response follows the request by one; extended ones have their own.
                Send(answers, id, writer => WriteResult(
                    writer, tag.TagValue == 23 ? ExtendedResponse : tag.TagValue + 1, tag.TagValue == 23 ? LdapResult.ProtocolError : LdapResult.UnwillingToPerform));
                break;
        }

        return true;
    }

    private LdapResult Bind(AsnReader request)
    {
        request.ReadInteger();
        var name = Encoding.UTF8.GetString(request.ReadOctetString());
        _signedIn = request.PeekTag().TagValue == 0
            && string.Equals(name, account, StringComparison.OrdinalIgnoreCase)
            && string.Equals(Encoding.UTF8.GetString(request.ReadOctetString(new Asn1Tag(TagClass.ContextSpecific, 0))), password, StringComparison.Ordinal);
        return _signedIn ? LdapResult.Success : LdapResult.InvalidCredentials;
    }

    private void Search(MemoryStream answers, System.Numerics.BigInteger id, LdapSearch search, LdapControls controls)
    {
        if (search.Find(domain) is not { } found)
        {
            Send(answers, id, writer => WriteResult(writer, SearchDone, LdapResult.NoSuchObject));
            return;
        }

        var page = controls.PageSize is { } size ? found.Skip(controls.Skip).Take(size).ToList() : found;
        foreach (var one in page)
        {
            Send(answers, id, writer => search.Write(writer, one, domain, controls.HasExtendedNames));
        }

        Send(answers, id, writer =>
        {
            WriteResult(writer, SearchDone, LdapResult.Success);
            if (controls.PageSize is not null)
            {
                var next = controls.Skip + page.Count;
                LdapControls.WritePage(writer, next < found.Count ? next : null);
            }
        });
    }

    private static void Send(MemoryStream answers, System.Numerics.BigInteger id, Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(id);
            write(writer);
        }

        answers.Write(writer.Encode());
    }

    private static void WriteResult(AsnWriter writer, int operation, LdapResult result)
    {
        using (writer.PushSequence(new Asn1Tag(TagClass.Application, operation)))
        {
            writer.WriteEnumeratedValue(result);
            writer.WriteOctetString([]);

            // As a controller words it, with its own code for a wrong password.
            writer.WriteOctetString(Encoding.UTF8.GetBytes(
                result == LdapResult.InvalidCredentials ? "80090308: LdapErr: DSID-0C090447, comment: AcceptSecurityContext error, data 52e, v4563" : ""));
        }
    }

    private enum LdapResult
    {
        Success = 0,
        OperationsError = 1,
        ProtocolError = 2,
        NoSuchObject = 32,
        InvalidCredentials = 49,
        UnwillingToPerform = 53,
    }
}
