using System.Text.Json;
using System.Text.Json.Serialization;
using Clarion.Connectors.PxGrid.Anc;
using Clarion.Connectors.PxGrid.Control;
using Clarion.Connectors.PxGrid.Endpoints;
using Clarion.Connectors.PxGrid.Radius;
using Clarion.Connectors.PxGrid.Rest;
using Clarion.Connectors.PxGrid.Sessions;
using Clarion.Connectors.PxGrid.Sxp;
using Clarion.Connectors.PxGrid.TrustSec;

namespace Clarion.Connectors.PxGrid.Json;

/// <summary>How pxGrid's messages are read and written: camel case, tolerant of types, absent is not written.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(TolerantStringConverter), typeof(TolerantStringListConverter), typeof(TolerantNumberConverter),
        typeof(TolerantBooleanConverter), typeof(TolerantTimeConverter),
    ])]
[JsonSerializable(typeof(AccountCreateRequest))]
[JsonSerializable(typeof(AccountCreateAnswer))]
[JsonSerializable(typeof(AccountActivateRequest))]
[JsonSerializable(typeof(AccountActivateAnswer))]
[JsonSerializable(typeof(ServiceLookupRequest))]
[JsonSerializable(typeof(ServiceLookupAnswer))]
[JsonSerializable(typeof(AccessSecretRequest))]
[JsonSerializable(typeof(AccessSecretAnswer))]
[JsonSerializable(typeof(AuthorizationRequest))]
[JsonSerializable(typeof(AuthorizationAnswer))]
[JsonSerializable(typeof(ServiceRegisterRequest))]
[JsonSerializable(typeof(ServiceRegisterAnswer))]
[JsonSerializable(typeof(RegistrationRequest))]
[JsonSerializable(typeof(ServiceQuery))]
[JsonSerializable(typeof(PxSession))]
[JsonSerializable(typeof(PxUserGroups))]
[JsonSerializable(typeof(PxUserGroup))]
[JsonSerializable(typeof(PxSecurityGroup))]
[JsonSerializable(typeof(PxSecurityGroupAcl))]
[JsonSerializable(typeof(PxEgressPolicy))]
[JsonSerializable(typeof(PxPolicyDownload))]
[JsonSerializable(typeof(PxSxpBinding))]
[JsonSerializable(typeof(PxAncEndpoint))]
[JsonSerializable(typeof(PxAncOperation))]
[JsonSerializable(typeof(PxAncPolicy))]
[JsonSerializable(typeof(PxRadiusFailure))]
[JsonSerializable(typeof(PxProfile))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class PxGridJson : JsonSerializerContext;
