namespace Clarion.Connectors.PxGrid.Stomp;

/// <summary>The commands pxGrid uses. It acknowledges nothing and knows no transactions, so the rest of STOMP is left out.</summary>
public static class StompCommands
{
    /// <summary>Opens the session.</summary>
    public const string Connect = "CONNECT";

    /// <summary>The server's answer to <see cref="Connect"/>.</summary>
    public const string Connected = "CONNECTED";

    /// <summary>Asks for the messages of a destination.</summary>
    public const string Subscribe = "SUBSCRIBE";

    /// <summary>Ends a subscription.</summary>
    public const string Unsubscribe = "UNSUBSCRIBE";

    /// <summary>Publishes.</summary>
    public const string Send = "SEND";

    /// <summary>A published message.</summary>
    public const string Message = "MESSAGE";

    /// <summary>Ends the session in order.</summary>
    public const string Disconnect = "DISCONNECT";

    /// <summary>Confirms what carried a <c>receipt</c> header.</summary>
    public const string Receipt = "RECEIPT";

    /// <summary>The server refuses and then closes.</summary>
    public const string Error = "ERROR";
}
