using System.CommandLine;
using BenchmarkDotNet.Running;
using Clarion.Bench.Latency;
using Clarion.Bench.Micro;
using Clarion.Bench.Migration;
using Clarion.Bench.Prefill;
using Clarion.Bench.Tiers;

// BenchmarkDotNet has a command line of its own, which gets everything after the word.
if (args is ["micro", .. var rest])
{
    BenchmarkSwitcher.FromAssembly(typeof(DecodeBenchmarks).Assembly).Run(rest.Length > 0 ? rest : ["--filter", "*"], new MicroConfig());
    return 0;
}

var root = new RootCommand("Measures Clarion. See test/Bench/README.md.")
{
    new Command("micro", "BenchmarkDotNet benchmarks of decoding and folding; what follows goes to BenchmarkDotNet."),
    new PrefillCommand(TimeProvider.System),
    new QueryLatencyCommand(TimeProvider.System),
    new TiersCommand(TimeProvider.System),
    new LegacyFileCommand(),
};
return await root.Parse(args).InvokeAsync();
