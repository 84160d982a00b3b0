using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Clarion.Web.Pages.Devices;

/// <summary>The API's JSON, for reading.</summary>
internal static class Indented
{
    // Options carry what the serializer has learnt of types; they are made once.
    private static readonly ConditionalWeakTable<JsonSerializerOptions, JsonSerializerOptions> Known = [];

    public static JsonSerializerOptions Of(JsonSerializerOptions api) => Known.GetValue(api, static one => new JsonSerializerOptions(one) { WriteIndented = true });
}
