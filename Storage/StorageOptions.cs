using Microsoft.Extensions.Options;

namespace Clarion.Storage;

/// <summary>Which store keeps the data (section <c>Clarion:Storage</c>).</summary>
public sealed record StorageOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Clarion:Storage";

    /// <summary>Configuration key of the data directory.</summary>
    public const string DataDirectoryKey = "Clarion:DataDirectory";

    /// <summary>DuckDB, in the process and in one file.</summary>
    public const string Embedded = "embedded";

    /// <summary>PostgreSQL with TimescaleDB, or without.</summary>
    public const string Timescale = "timescale";

    /// <summary>The engine: <see cref="Embedded"/> or <see cref="Timescale"/>.</summary>
    public string Engine { get; init; } = Embedded;

    /// <summary>True for <see cref="Timescale"/>.</summary>
    public bool IsTimescale() => string.Equals(Engine, Timescale, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Refuses engines that do not exist.</summary>
public sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.IsTimescale() || string.Equals(options.Engine, StorageOptions.Embedded, StringComparison.OrdinalIgnoreCase)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{StorageOptions.Section}:Engine is '{options.Engine}'; allowed: {StorageOptions.Embedded}, {StorageOptions.Timescale}.");
    }
}
