using Clarion.Correlation.Directories;
using Clarion.Correlation.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Serialization;

namespace Clarion.Grains.Identity;

/// <summary>Registers who-is-who of a silo.</summary>
internal static class IdentityServices
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Clarion:Identity";

    /// <summary>Adds the indexes, what feeds them, and the serializer of facts.</summary>
    public static void AddClarionIdentity(this IServiceCollection services)
    {
        services.AddOptions<IdentityIndexOptions>().BindConfiguration(Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<IdentityIndexOptions>, IdentityOptionsValidator>());
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<IdentityIndexOptions>>().Value);
        services.TryAddSingleton<AddressIndex>();
        services.AddOptions<DirectoryOptions>().BindConfiguration(DirectoryOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DirectoryOptions>, DirectoryOptionsValidator>());
        services.TryAddSingleton<CurrentDirectory>();
        services.TryAddSingleton(provider => Lookups(
            provider.GetRequiredService<CurrentDirectory>(), provider.GetRequiredService<IOptions<DirectoryOptions>>().Value));
        services.TryAddSingleton<IdentityIndex>();
        services.TryAddSingleton<ChangedAnswers>();
        services.TryAddSingleton<DeviceResolver>();
        services.TryAddSingleton<SightingFollower>();
        services.AddHostedService<SightingWatch>();
        services.TryAddSingleton<IdentityFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<IdentityFeed>());
        services.AddSerializer(serializer => serializer.AddIdentityEvents());
    }

    private static GroupLookups Lookups(CurrentDirectory directory, DirectoryOptions options) =>
        new((account, atMs) => directory.Index.GroupsOf(account, atMs), options.TagOf)
        {
            ChangesOf = account => directory.Index.ChangesOf(account),
        };
}

/// <summary>Refuses values that cannot work, and says what can.</summary>
internal sealed class IdentityOptionsValidator : IValidateOptions<IdentityIndexOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, IdentityIndexOptions options) => options.Validate() is { Count: > 0 } faults
        ? ValidateOptionsResult.Fail(faults.Select(fault => $"{IdentityServices.Section}: {fault}"))
        : ValidateOptionsResult.Success;
}
