using Clarion.Storage.DuckDb;
using Clarion.Storage.Tests.Queries;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Clarion.Storage.Tests.DuckDb;

public sealed class DuckDbFieldCoverageTests : FieldCoverageContract
{
    private protected override Task<ITestEngine> CreateEngineAsync() => Task.FromResult<ITestEngine>(new DuckDbEngine());
}

public sealed class DuckDbFlowListTests : FlowListContract
{
    private protected override Task<ITestEngine> CreateEngineAsync() => Task.FromResult<ITestEngine>(new DuckDbEngine());
}

public sealed class DuckDbQuestionTests : QuestionContract
{
    private protected override Task<ITestEngine> CreateEngineAsync() => Task.FromResult<ITestEngine>(new DuckDbEngine());
}

public sealed class DuckDbBiflowTests : BiflowContract
{
    private protected override Task<ITestEngine> CreateEngineAsync() => Task.FromResult<ITestEngine>(new DuckDbEngine());
}

public sealed class DuckDbRetentionTests : RetentionContract
{
    private protected override Task<ITestEngine> CreateEngineAsync() => Task.FromResult<ITestEngine>(new DuckDbEngine());
}

public sealed class DuckDbRollupHistoryTests : RollupHistoryContract
{
    private protected override Task<ITestEngine> CreateEngineAsync() => Task.FromResult<ITestEngine>(new DuckDbEngine());
}

/// <summary>A directory of its own.</summary>
internal sealed class DuckDbEngine : ITestEngine
{
    private readonly string _directory = Directory.CreateTempSubdirectory("clarion-queries-").FullName;

    public IEnumerable<KeyValuePair<string, string?>> Settings => [new("Clarion:DataDirectory", _directory), new("Clarion:DuckDb:Threads", "2")];

    public void Add(IServiceCollection services, IConfiguration configuration) => services.AddClarionDuckDb(configuration);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }
}
