namespace Clarion.Connectors.GenericRest;

/// <summary>How the next page is asked for.</summary>
public enum GenericPaging
{
    /// <summary>There is one page.</summary>
    None,

    /// <summary>By the number of records before it.</summary>
    Offset,

    /// <summary>By its number.</summary>
    Page,

    /// <summary>By a text from the page before: <see cref="GenericRestOptions.CursorPath"/>.</summary>
    Cursor,

    /// <summary>By an address in the page before: <see cref="GenericRestOptions.NextLinkPath"/>.</summary>
    NextLink,

    /// <summary>By the Link header (RFC 8288), relation <c>next</c>.</summary>
    LinkHeader,
}
