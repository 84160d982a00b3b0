using Clarion.Connectors.Contract;
using Clarion.Correlation.Identity.Events;
using Clarion.Correlation.Places;
using Clarion.Storage.Identity;
using Orleans.Serialization;

namespace Clarion.Grains.Identity;

/// <summary>Types of the pure libraries travel between grains as JSON; a client that sends or receives some needs this too.</summary>
public static class IdentitySerialization
{
    /// <summary>Teaches the serializer facts about identity, what connectors say of themselves, and changes of places.</summary>
    public static ISerializerBuilder AddIdentityEvents(this ISerializerBuilder serializer) => serializer.AddJsonSerializer(
        type => typeof(IdentityEvent).IsAssignableFrom(type) || type == typeof(ConnectorStatus) || type == typeof(ConnectorTestReport)
            || type == typeof(PlaceChange) || type == typeof(PlaceOutcome),
        IdentityEventJson.Options);
}
