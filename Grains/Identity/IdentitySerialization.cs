using Clarion.Connectors.Contract;
using Clarion.Correlation.Identity.Events;
using Clarion.Storage.Identity;
using Orleans.Serialization;

namespace Clarion.Grains.Identity;

/// <summary>Types of the pure libraries travel between grains as JSON; a client that sends or receives some needs this too.</summary>
public static class IdentitySerialization
{
    /// <summary>Teaches the serializer facts about identity, and what connectors say of themselves.</summary>
    public static ISerializerBuilder AddIdentityEvents(this ISerializerBuilder serializer) => serializer.AddJsonSerializer(
        type => typeof(IdentityEvent).IsAssignableFrom(type) || type == typeof(ConnectorStatus) || type == typeof(ConnectorTestReport),
        IdentityEventJson.Options);
}
