using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Clarion.Gateway.Http.Settings;

/// <summary>A section of the configuration and the options it fills.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Section">Name of the section.</param>
/// <param name="Defaults">The options as they are without configuration.</param>
/// <param name="InForce">The options in force.</param>
public sealed record SettingSection(string Title, string Section, object Defaults, Func<IServiceProvider, object> InForce);

/// <summary>Registers sections, so that the settings page shows them without the API knowing their types.</summary>
public static class SettingSectionExtensions
{
    /// <summary>Shows the options of a section, which must be registered as options too.</summary>
    public static IServiceCollection AddSettings<TOptions>(this IServiceCollection services, string title, string section)
        where TOptions : class, new() => services.AddSingleton(new SettingSection(
            title, section, new TOptions(), provider => provider.GetRequiredService<IOptions<TOptions>>().Value));
}
