using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Scalar.AspNetCore;

namespace Clarion.Gateway.Http.Documentation;

/// <summary>The OpenAPI document and the page that shows it. The page and everything it loads come from this server.</summary>
internal static class ReferenceExtensions
{
    private const string DocumentName = "v1";

    public static void AddClarionReference(this IServiceCollection services) => services.AddOpenApi(DocumentName, document =>
    {
        document.AddDocumentTransformer<DocumentDescription>();
        document.AddOperationTransformer<ParameterDescriptions>();
    });

    public static void MapClarionReference(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi(ClarionApi.Document.Replace(DocumentName, "{documentName}", StringComparison.Ordinal)).AllowAnonymous();
        routes.MapScalarApiReference(ClarionApi.Reference, (options, context) =>
        {
            var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            context.Response.Headers.ContentSecurityPolicy =
                $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
                "connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
            options.Title = "Clarion API";
            options.Nonce = nonce;
            options.OpenApiRoutePattern = ClarionApi.Document;
            options.DefaultFonts = false;
            options.Telemetry = false;
            options.HideClientButton = true;
        }).AllowAnonymous();
    }
}
