using Clarion.Flows;
using Clarion.Gateway.Collector;
using Clarion.Gateway.Http.Settings;
using Clarion.Gateway.Reporting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Clarion.Gateway;

/// <summary>Registers the collector part of the gateway role.</summary>
public static class GatewayServiceCollectionExtensions
{
    /// <summary>Adds the options of section <c>Clarion:Collector</c>, which say what is internal to every process, collector or not. Call it once.</summary>
    public static IServiceCollection AddClarionCollectorOptions(this IServiceCollection services)
    {
        services.AddOptions<CollectorOptions>().BindConfiguration(CollectorOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CollectorOptions>, CollectorOptionsValidator>());
        return services;
    }

    /// <summary>
    /// Adds the UDP collector. The host adds its options (<see cref="AddClarionCollectorOptions"/>), the store contracts, <see cref="IClusterClient"/>, <see cref="TimeProvider"/>,
    /// <see cref="Correlation.Identity.IdentityIndex"/>, <see cref="Clarion.Grains.Interfaces.Queues.IDeltaQueue"/> and <see cref="Delivery.DeliveryOptions"/>,
    /// and registers this after the silo so that it stops before it.
    /// </summary>
    public static IServiceCollection AddClarionCollector(this IServiceCollection services)
    {
        services.AddOptions<FlowDecoderOptions>().BindConfiguration(FlowDecoderOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FlowDecoderOptions>, DecoderOptionsValidator>());
        services.AddSettings<CollectorOptions>("Collector", CollectorOptions.Section);
        services.AddSettings<FlowDecoderOptions>("Decoder", FlowDecoderOptions.Section);
        services.TryAddSingleton<DropCounters>();
        services.TryAddSingleton<CollectorStatus>();
        services.TryAddSingleton<GatewayMetrics>();
        services.TryAddSingleton<ExporterReporter>();
        services.TryAddSingleton<InterfaceNameReporter>();
        services.TryAddSingleton<ExporterHealthLog>();
        services.TryAddSingleton<DecoderStateSaver>();
        services.TryAddSingleton<KnowledgeBorrower>();

        // Before the collector, so that it stops after it and reports final numbers.
        services.AddHostedService<GatewayReporter>();
        services.AddHostedService<CollectorService>();
        return services;
    }
}
