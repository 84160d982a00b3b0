using System.Collections;
using System.Globalization;
using System.Reflection;

namespace Clarion.Integration.Structure;

/// <summary>The records that configuration is bound to.</summary>
internal static class OptionRecords
{
    private const BindingFlags Settable = BindingFlags.Public | BindingFlags.Instance;

    /// <summary>All of them: each names its section.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [
        .. new[] { "Clarion.Gateway", "Clarion.Grains", "Clarion.Storage", "Clarion.Queues", "Clarion.Silo" }
            .SelectMany(name => Assembly.Load(name).GetTypes())
            .Where(t => t.GetField("Section", BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true }),
    ];

    /// <summary>The section of one.</summary>
    public static string SectionOf(Type options) => (string)options.GetField("Section")!.GetRawConstantValue()!;

    /// <summary>Whether an environment variable such as <c>Clarion__Queue__Hosts__0</c> is bound to anything.</summary>
    public static bool Binds(string variable)
    {
        var key = variable.Replace("__", ":", StringComparison.Ordinal);
        return All.Any(options => key.StartsWith(SectionOf(options) + ":", StringComparison.OrdinalIgnoreCase)
            && Leads(options, key[(SectionOf(options).Length + 1)..].Split(':')));
    }

    private static bool Leads(Type type, ReadOnlySpan<string> path)
    {
        if (path.IsEmpty)
        {
            return true;
        }

        if (type.IsAssignableTo(typeof(IDictionary)))
        {
            return Leads(type.GetGenericArguments()[1], path[1..]);
        }

        if (type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable)))
        {
            return int.TryParse(path[0], NumberStyles.None, CultureInfo.InvariantCulture, out _)
                && Leads(type.GetElementType() ?? type.GetGenericArguments()[0], path[1..]);
        }

        var name = path[0];
        return type.GetProperties(Settable).FirstOrDefault(p => p.CanWrite && p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } property
            && Leads(property.PropertyType, path[1..]);
    }
}
