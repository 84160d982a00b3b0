using Clarion.Gateway.Http.Security;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Clarion.Gateway.Http.Documentation;

/// <summary>What the OpenAPI document says of the API as a whole.</summary>
internal sealed class DocumentDescription : IOpenApiDocumentTransformer
{
    private const string Header = "ApiKeyHeader";
    private const string Bearer = "ApiKeyBearer";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Clarion",
            Version = ClarionApi.Root[ClarionApi.Root.LastIndexOf('v')..],
            Description =
                "What a campus network says to itself: flows as they were exported, and the devices, switches and security groups behind them.\n\n" +
                "Errors are problem details (RFC 9457). Listings give `next`, to be sent back as `cursor`. Times are UTC. " +
                "Bytes and packets are scaled by sampling; `raw` ones are as exported.",
        };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Header] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = ApiKeyMiddleware.Header,
                Description = "An API key, when the server has any.",
            },
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The same key as a bearer token." },
        };
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Header, document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] },
            new OpenApiSecurityRequirement(),
        ];
        return Task.CompletedTask;
    }
}
