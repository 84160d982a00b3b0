using System.Globalization;
using System.Text;
using System.Text.Json;
using Clarion.Connectors.Rest;

namespace Clarion.Connectors.GenericRest;

/// <summary>Builds the request for a page.</summary>
internal sealed class GenericRequest(GenericRestOptions options)
{
    /// <summary>Puts what belongs to a page into a body. The cursor is escaped as JSON text asks.</summary>
    public static string Fill(string body, string offset, string page, string limit, string cursor) => body
        .Replace("{offset}", offset, StringComparison.Ordinal).Replace("{page}", page, StringComparison.Ordinal)
        .Replace("{limit}", limit, StringComparison.Ordinal).Replace("{cursor}", JsonEncodedText.Encode(cursor).ToString(), StringComparison.Ordinal);

    /// <summary>The address of a page.</summary>
    public Uri Address(PagePosition at)
    {
        if (at.Link is not null)
        {
            return at.Link;
        }

        var query = new StringBuilder();
        Add(options.Paging == GenericPaging.None ? "" : options.LimitParameter, "{limit}", Number(at.Limit));
        switch (options.Paging)
        {
            case GenericPaging.Offset:
                Add(options.OffsetParameter, "{offset}", Number(at.Offset));
                break;
            case GenericPaging.Page:
                Add(options.PageParameter, "{page}", Number(at.Page));
                break;
            case GenericPaging.Cursor when at.Cursor.Length > 0:
                Add(options.CursorParameter, "{cursor}", at.Cursor);
                break;
        }

        var written = SecretPlaceholders.Fill(options.Path, options.Secrets, Uri.EscapeDataString);
        var path = written.Length == 0 ? options.BaseUrl : RestAddress.Below(options.BaseUrl, written).AbsoluteUri;
        return new Uri(query.Length == 0 ? path : path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + query);

        void Add(string name, string placeholder, string value)
        {
            if (name.Length > 0 && !options.Body.Contains(placeholder, StringComparison.Ordinal))
            {
                query.Append(query.Length > 0 ? "&" : "").Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            }
        }
    }

    /// <summary>The request for a page.</summary>
    public HttpRequestMessage Make(PagePosition at)
    {
        var request = new HttpRequestMessage(new HttpMethod(options.Method), Address(at));
        request.Headers.Accept.ParseAdd("application/json");
        foreach (var (name, value) in options.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, SecretPlaceholders.Fill(value, options.Secrets, secret => secret));
        }

        if (options.Method == "POST")
        {
            var body = options.Body.Length == 0 ? "{}" : Body(at);
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        return request;
    }

    // What a platform gives for a cursor must not be taken for a placeholder, nor a secret for one of pages.
    private string Body(PagePosition at) => string.Concat(SecretPlaceholders.Split(options.Body).Select(part => SecretPlaceholders.IsIn(part)
        ? SecretPlaceholders.Fill(part, options.Secrets, SecretPlaceholders.InJson)
        : Fill(part, Number(at.Offset), Number(at.Page), Number(at.Limit), at.Cursor)));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
