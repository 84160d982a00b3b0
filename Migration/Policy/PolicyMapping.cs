using System.Globalization;
using System.Text.Json;
using Clarion.Correlation.TrustSec;
using Clarion.Migration.Legacy;

namespace Clarion.Migration.Policy;

/// <summary>
/// Security groups and the older system's policies, in the form of what is configured of TrustSec. The older system numbers groups twice, in its registry and by its
/// groups of devices, and uses numbers that are in neither: none is dropped.
/// </summary>
/// <param name="at">Moment of the migration, UTC.</param>
/// <param name="tallies">Count what became of the rows.</param>
public sealed class PolicyMapping(DateTimeOffset at, Tallies tallies)
{
    private const int LargestTag = ushort.MaxValue;

    private readonly SortedDictionary<int, TrustSecGroup> _groups = [];
    private readonly List<TrustSecRecord> _policies = [];

    /// <summary>Groups, access lists and cells.</summary>
    public IReadOnlyList<TrustSecRecord> Records => [.. _groups.Values, .. _policies];

    /// <summary>Numbers of groups with their names, each name once: of groups that share one, all but the first have their number in it.</summary>
    public IEnumerable<(ushort Sgt, string Name)> Names()
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var group in _groups.Values.Where(group => group.Tag is > 0 and < LargestTag))
        {
            var name = taken.Add(group.Name) ? group.Name : string.Create(CultureInfo.InvariantCulture, $"{group.Name} ({group.Tag})");
            taken.Add(name);
            yield return ((ushort)group.Tag, name);
        }
    }

    /// <summary>Groups of the registry, then those that only groups of devices have.</summary>
    public void AddGroups(IEnumerable<LegacyRow> registry, IEnumerable<LegacyRow> clusters)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(clusters);
        foreach (var row in registry)
        {
            var tally = tallies["sgt_registry"];
            if (row.Whole("sgt_value") is not (>= 0 and <= LargestTag and var tag))
            {
                tally.Remark("skipped: no number of a group; kept as it was");
            }
            else if (!row.Flag("is_active", otherwise: true))
            {
                tally.Remark("skipped: retired by the older system; kept as it was");
            }
            else
            {
                AddGroup((int)tag, row.Text("sgt_name"), row.Text("description"));
                tally.Bring("security group");
            }
        }

        foreach (var row in clusters)
        {
            if (row.Whole("sgt_value") is >= 0 and <= LargestTag and var tag && !_groups.ContainsKey((int)tag))
            {
                AddGroup((int)tag, row.Text("sgt_name") ?? row.Text("cluster_label"), "Of a group of devices; not in the registry of the older system");
                tallies["clusters"].Bring("security group");
                tallies["clusters"].Remark("repaired: its security group is in no registry and was made");
            }
        }
    }

    /// <summary>Policies, each an access list and a cell. Call it after <see cref="AddGroups"/>.</summary>
    public void AddPolicies(IEnumerable<LegacyRow> policies)
    {
        ArgumentNullException.ThrowIfNull(policies);
        var tally = tallies["policies"];
        foreach (var row in policies)
        {
            if (row.Whole("src_sgt") is not (>= 0 and <= LargestTag and var source) || row.Whole("dst_sgt") is not (>= 0 and <= LargestTag and var destination))
            {
                tally.Remark("skipped: a group has no number; kept as it was");
                continue;
            }

            Ensure((int)source, tally);
            Ensure((int)destination, tally);
            Add(row, (int)source, (int)destination, tally);
            tally.Bring("access list and cell");
        }
    }

    private static string IdOf(int tag) => string.Create(CultureInfo.InvariantCulture, $"sgt-{tag}");

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];

    /// <summary>The rules as lines; false when they cannot be read.</summary>
    private static bool TryReadRules(string? text, out List<string> lines)
    {
        lines = [];
        using var document = LegacyJson.Parse(text);
        if (document?.RootElement.ValueKind != JsonValueKind.Array)
        {
            return text is null;
        }

        foreach (var rule in document.RootElement.EnumerateArray())
        {
            if (LineOf(rule) is { } line)
            {
                lines.Add(line);
            }
        }

        return true;
    }

    private static string? LineOf(JsonElement rule)
    {
        if (rule.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (Text(rule, "cisco_syntax") is { } syntax)
        {
            return syntax.ReplaceLineEndings(" ");
        }

        var port = rule.TryGetProperty("port", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var given) ? given : (int?)null;
        var log = rule.TryGetProperty("log", out var flag) && flag.ValueKind == JsonValueKind.True ? " log" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Text(rule, "action") ?? "deny"} {Text(rule, "protocol") ?? "ip"}{(port is null ? "" : $" dst eq {port.Value.ToString(CultureInfo.InvariantCulture)}")}{log}");
    }

    private static string? Text(JsonElement rule, string name) =>
        rule.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private void AddGroup(int tag, string? name, string? description) => _groups.TryAdd(tag, new TrustSecGroup
    {
        Id = IdOf(tag),
        Tag = tag,
        Name = name ?? string.Create(CultureInfo.InvariantCulture, $"SGT {tag}"),
        Description = description ?? "",
        LearntAt = at,
    });

    private void Ensure(int tag, Tally tally)
    {
        if (!_groups.ContainsKey(tag))
        {
            AddGroup(tag, null, "Named by a policy only; not in the registry of the older system");
            tally.Remark("repaired: a security group of it is in no registry and was made");
        }
    }

    private void Add(LegacyRow row, int source, int destination, Tally tally)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"policy-{row.Whole("id") ?? row.Number}");
        if (!TryReadRules(row.Text("rules_json"), out var lines))
        {
            tally.Remark("skipped: its rules cannot be read, only its default action was taken over; kept as it was");
        }

        var text = string.Join('\n', lines.Take(TrustSecAcl.MaxLines));
        var changed = (row.Time("updated_at") ?? row.Time("created_at")) is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : (DateTimeOffset?)null;
        var name = row.Text("policy_name") ?? id;
        _policies.Add(new TrustSecAcl
        {
            Id = id,
            Name = name,
            Description = "Proposed by the older system",
            IpVersion = "IP_AGNOSTIC",
            Lines = Cut(text, TrustSecAcl.MaxLength),
            IsWhole = lines.Count <= TrustSecAcl.MaxLines && text.Length <= TrustSecAcl.MaxLength,
            ChangedAt = changed,
            LearntAt = at,
        });
        _policies.Add(new TrustSecCell
        {
            Id = id,
            Name = name,
            Description = "Proposed by the older system, which did not enforce it",
            Status = "DISABLED",
            SourceId = IdOf(source),
            DestinationId = IdOf(destination),
            AclIds = [id],
            DefaultRule = row.Text("action")?.ToLowerInvariant() switch
            {
                "permit" => "PERMIT_IP",
                "deny" => "DENY_IP",
                _ => "",
            },
            ChangedAt = changed,
            LearntAt = at,
        });
    }
}
