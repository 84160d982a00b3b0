namespace Clarion.Gateway.Http;

/// <summary>Names that the host and the API share.</summary>
public static class ClarionApi
{
    /// <summary>Tag of the health checks that <c>/readyz</c> asks.</summary>
    public const string ReadyTag = "ready";

    /// <summary>Name of the API's meter.</summary>
    public const string MeterName = "Clarion.Api";

    /// <summary>Where the resources are.</summary>
    public const string Root = "/api/v1";

    /// <summary>Where the OpenAPI document is.</summary>
    public const string Document = "/openapi/v1.json";

    /// <summary>Where the browsable reference is.</summary>
    public const string Reference = "/reference";
}
