namespace Clarion.Connectors.PxGrid.Pubsub;

/// <summary>A pubsub node and what it takes to connect to it.</summary>
/// <param name="Node">ISE's name of the node.</param>
/// <param name="Address">Its WebSocket.</param>
/// <param name="Secret">The secret for it; empty = no sign-in by header.</param>
internal sealed record PubsubTarget(string Node, Uri Address, string Secret)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => Node;
}
