using System.Text.Json;
using Clarion.Integration.Structure;

namespace Clarion.Integration.Deployment;

/// <summary>What <c>docker/Dockerfile</c> says of the last image, which is Clarion.</summary>
internal static class Image
{
    private static readonly string[] Lines = File.ReadAllText(RepositoryFiles.At("docker", "Dockerfile")).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n');

    /// <summary>The command of its health check.</summary>
    public static IReadOnlyList<string> HealthCheck { get; } = Command("HEALTHCHECK ");

    /// <summary>What runs.</summary>
    public static IReadOnlyList<string> EntryPoint { get; } = Command("ENTRYPOINT ");

    /// <summary>Settings that it comes with.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = Last("ENV ").Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    /// <summary>Its ports, as <c>2055/udp</c>.</summary>
    public static IReadOnlyList<string> Ports { get; } = Last("EXPOSE ").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Who it runs as.</summary>
    public static string User { get; } = Last("USER ");

    private static string[] Command(string instruction) =>
        JsonSerializer.Deserialize<string[]>(Last(instruction)[Last(instruction).IndexOf('[', StringComparison.Ordinal)..])!;

    private static string Last(string instruction) =>
        Lines.Last(line => line.StartsWith(instruction, StringComparison.Ordinal))[instruction.Length..].Trim();
}
