namespace Clarion.Connectors.PxGrid.Topics;

/// <summary>Where ISE keeps a topic.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Service">Name for ServiceLookup.</param>
/// <param name="Properties">Properties of the service that may hold the topic, best first.</param>
/// <param name="Words">What an operator calls it.</param>
/// <param name="Stamped">Its events carry their own time, so that a second delivery by another node can be told from a second event.</param>
public sealed record PxTopicInfo(PxTopic Topic, string Service, IReadOnlyList<string> Properties, string Words, bool Stamped);
