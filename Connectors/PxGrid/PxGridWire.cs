namespace Clarion.Connectors.PxGrid;

/// <summary>Details of WebSocket and STOMP on which ISE releases and reports about them differ.</summary>
public sealed record PxGridWire
{
    /// <summary>Value of the <c>heart-beat</c> header of CONNECT, such as <c>0,30000</c> (milliseconds); empty = none is sent.</summary>
    public string HeartBeat { get; init; } = "";

    /// <summary>WebSocket subprotocol to offer, such as <c>v12.stomp</c>; empty = none.</summary>
    public string Subprotocol { get; init; } = "";

    /// <summary>Login of CONNECT, which ISE does not ask for and other STOMP servers do.</summary>
    public string Login { get; init; } = "";

    /// <summary>Passcode of CONNECT.</summary>
    public string Passcode { get; init; } = "";

    /// <summary>True for <c>ws:</c> and <c>http:</c>, which ISE never speaks; for tests against other servers.</summary>
    internal bool AllowPlain { get; init; }

    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append("HeartBeat = ").Append(HeartBeat).Append(", Subprotocol = ").Append(Subprotocol);
        return true;
    }
}
