using Clarion.Storage.Contracts;

namespace Clarion.Grains.Connectors;

/// <summary>Where that goes which connectors learn and the identity log does not take.</summary>
internal sealed record ConnectorStores(IDirectoryStore Directories, IAccessLog Access, ITrustSecStore TrustSec, IReportedGroupStore Groups);
