namespace Clarion.Connectors.GenericRest;

/// <summary>How requests are signed.</summary>
public enum GenericAuthentication
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>A static token: <see cref="GenericRestOptions.Token"/>.</summary>
    Bearer,

    /// <summary><see cref="GenericRestOptions.UserName"/> and <see cref="GenericRestOptions.Password"/>.</summary>
    Basic,

    /// <summary>A header of the platform's own: <see cref="GenericRestOptions.HeaderName"/> with <see cref="GenericRestOptions.Token"/>.</summary>
    Header,

    /// <summary>A token of <see cref="GenericRestOptions.TokenUrl"/> (OAuth 2.0 client credentials).</summary>
    OAuth,
}
