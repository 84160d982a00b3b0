using System.Text.Json;
using System.Text.Json.Serialization;
using Clarion.Flows;

namespace Clarion.Storage.Identity;

/// <summary>An address as its text; none as an empty one.</summary>
internal sealed class IpAddrJsonConverter : JsonConverter<IpAddr>
{
    /// <inheritdoc />
    public override IpAddr Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString() switch
    {
        null or "" => IpAddr.None,
        var text when IpAddr.TryParse(text, out var address) => address,
        _ => throw new JsonException("Not an address."),
    };

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, IpAddr value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>A MAC as its text; none as an empty one.</summary>
internal sealed class MacAddrJsonConverter : JsonConverter<MacAddr>
{
    /// <inheritdoc />
    public override MacAddr Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString() switch
    {
        null or "" => default,
        var text when MacAddr.TryParse(text, out var mac) => mac,
        _ => throw new JsonException("Not a MAC."),
    };

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, MacAddr value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
