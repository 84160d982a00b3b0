using Clarion.Correlation.Identity.Events;
using Clarion.Storage.Identity;
using Orleans.Serialization;

namespace Clarion.Grains.Identity;

/// <summary>Facts travel between grains in their stored form; a client that sends some needs this too.</summary>
public static class IdentitySerialization
{
    /// <summary>Teaches the serializer facts about identity.</summary>
    public static ISerializerBuilder AddIdentityEvents(this ISerializerBuilder serializer) => serializer.AddJsonSerializer(
        type => typeof(IdentityEvent).IsAssignableFrom(type), IdentityEventJson.Options);
}
