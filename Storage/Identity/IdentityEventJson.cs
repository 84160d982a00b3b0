using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Clarion.Correlation.Identity.Events;

namespace Clarion.Storage.Identity;

/// <summary>
/// The stored form of facts about identity: JSON, so that it can be read without Clarion and fields can be added. Stored forms are for ever: add
/// kinds and fields, never rename or reuse them.
/// </summary>
public static class IdentityEventJson
{
    /// <summary>Serializer options for <see cref="IdentityEvent"/> and its kinds.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>A fact as JSON.</summary>
    public static string Write(IdentityEvent fact) => JsonSerializer.Serialize(fact, Options);

    /// <summary>The fact; null when a newer version has written a kind that this one does not know, or the text is damaged.</summary>
    public static IdentityEvent? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<IdentityEvent>(json, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            // Not every default: what stands for "not said" is not always the type's own (an account is enabled unless it says otherwise).
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            IgnoreReadOnlyProperties = true,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { AddKinds } },
            Converters = { new IpAddrJsonConverter(), new MacAddrJsonConverter() },
        };
        options.MakeReadOnly();
        return options;
    }

    private static void AddKinds(JsonTypeInfo type)
    {
        if (type.Type == typeof(IdentityEvent))
        {
            type.PolymorphismOptions = new JsonPolymorphismOptions
            {
                TypeDiscriminatorPropertyName = "kind",
                DerivedTypes =
                {
                    new JsonDerivedType(typeof(SessionChanged), "session"),
                    new JsonDerivedType(typeof(AddressBound), "bound"),
                    new JsonDerivedType(typeof(AddressReleased), "released"),
                    new JsonDerivedType(typeof(SgtMapped), "mapped"),
                    new JsonDerivedType(typeof(SgtAssigned), "assigned"),
                    new JsonDerivedType(typeof(DeviceDiscovered), "discovered"),
                    new JsonDerivedType(typeof(SecurityGroupNamed), "group"),
                    new JsonDerivedType(typeof(InterfaceNamed), "interface"),
                },
            };
        }

        // "required" speaks to whoever builds a fact in code; what an older version wrote may lack what is required now.
        foreach (var property in type.Properties)
        {
            property.IsRequired = false;
        }
    }
}
