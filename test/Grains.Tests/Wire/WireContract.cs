using System.Globalization;
using System.Reflection;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Queues.Streams;

namespace Clarion.Grains.Tests.Wire;

/// <summary>What processes of a cluster say to each other, and what they write down: methods of grains, and numbered members of types.</summary>
internal static class WireContract
{
    private static readonly Assembly[] Assemblies = [typeof(DeltaBatch).Assembly, typeof(GrainsOptions).Assembly, typeof(DeltaReceiver).Assembly];

    /// <summary>Types by their alias.</summary>
    public static IReadOnlyDictionary<string, Type> Types { get; } = All()
        .Where(IsOurs).ToDictionary(AliasOf, StringComparer.Ordinal);

    /// <summary>One line for each method and each member.</summary>
    public static IReadOnlyList<string> Lines { get; } =
    [
        .. All().Where(type => type.IsInterface && type.IsAssignableTo(typeof(IAddressable))).SelectMany(MethodsOf)
            .Concat(Types.SelectMany(type => MembersOf(type.Value).Select(member => string.Create(
                CultureInfo.InvariantCulture, $"{type.Key}[{member.Id}] {Name(TypeOf(member.Member))}"))))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether a type is written member by member, and not by the library that it comes from.</summary>
    public static bool IsOurs(Type type) =>
        Assemblies.Contains(type.Assembly) && type.GetCustomAttribute<GenerateSerializerAttribute>() is not null;

    /// <summary>What goes by the name that does not change.</summary>
    public static string AliasOf(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>()?.Alias ?? "(no alias) " + member.Name;

    /// <summary>Numbered members of a type.</summary>
    public static IReadOnlyList<(uint Id, MemberInfo Member)> MembersOf(Type type) =>
    [
        .. type.GetMembers(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(member => (member.GetCustomAttribute<IdAttribute>()?.Id, Member: member)).Where(member => member.Id is not null)
            .Select(member => (member.Id!.Value, member.Member)).OrderBy(member => member.Value),
    ];

    /// <summary>Type of a member.</summary>
    public static Type TypeOf(MemberInfo member) => member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;

    private static IEnumerable<Type> All() => Assemblies.SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.Namespace?.StartsWith("Clarion", StringComparison.Ordinal) == true);

    private static IEnumerable<string> MethodsOf(Type type) => type.GetMethods().Select(method =>
        $"{AliasOf(type)}.{AliasOf(method)}({string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)))}) {Name(method.ReturnType)}");

    private static string Name(Type type)
    {
        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        var name = type.GetCustomAttribute<AliasAttribute>()?.Alias ?? type.Name;
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }
}
