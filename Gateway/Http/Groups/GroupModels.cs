namespace Clarion.Gateway.Http.Groups;

/// <summary>A security group: what is known of it, and what it exchanged within a time range.</summary>
/// <param name="Sgt">The tag; 0 = unknown.</param>
/// <param name="Name">The configured name; null when there is none.</param>
/// <param name="Devices">Devices whose newest tag it is.</param>
/// <param name="AsClient">Traffic whose clients are in the group.</param>
/// <param name="AsServer">Traffic whose servers are in the group; traffic within the group is in both.</param>
/// <param name="Peers">Other groups that it exchanged traffic with.</param>
public sealed record SecurityGroupModel(int Sgt, string? Name, long Devices, GroupTrafficModel AsClient, GroupTrafficModel AsServer, int Peers);

/// <summary>Traffic of a group in one role.</summary>
/// <param name="Flows">Flow records.</param>
/// <param name="Bytes">Bytes in both directions, scaled by sampling.</param>
public sealed record GroupTrafficModel(long Flows, double Bytes);
