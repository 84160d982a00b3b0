using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Clarion.Migration.Legacy;

/// <summary>Takes secrets out of rows before anything is kept or said of them: passwords of connectors, private keys, passwords within addresses.</summary>
public static partial class SecretFilter
{
    private static readonly string[] Words = ["password", "passwd", "passphrase", "secret", "token", "apikey", "api_key", "private", "credential", "community"];

    /// <summary>A row without its secrets.</summary>
    /// <param name="table">Its table.</param>
    /// <param name="row">The row.</param>
    /// <param name="removed">Called with the name of each secret, as <c>column</c> or <c>column.key</c>; never with its value.</param>
    public static LegacyRow Clean(string table, LegacyRow row, Action<string> removed)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(removed);
        return table switch
        {
            "connectors" => CleanConnector(row, removed),
            "certificates" or "connector_certificates" => Replace(row, (column, value) => CleanCertificate(row, column, value, removed)),
            "collectors" => Replace(row, (column, value) => CleanAddress(column, value, removed)),
            _ => row,
        };
    }

    private static LegacyRow CleanConnector(LegacyRow row, Action<string> removed)
    {
        var secrets = new List<string>();
        var config = CleanConfig(row.Text("config"), secrets, removed);
        return Replace(row, (column, value) => column switch
        {
            "config" => config,

            // What went wrong last may quote what was sent.
            _ when value is string text => CleanAddress(column, secrets.Aggregate(text, (rest, secret) => Mask(column, rest, secret, removed)), removed),
            _ => value,
        });
    }

    private static string? CleanConfig(string? config, List<string> secrets, Action<string> removed)
    {
        if (config is null)
        {
            return null;
        }

        try
        {
            if (JsonNode.Parse(config) is not JsonObject settings)
            {
                throw new JsonException();
            }

            CleanNode(settings, "config", secrets, removed);
            return settings.ToJsonString();
        }
        catch (JsonException)
        {
            // What cannot be read may be anything.
            removed("config");
            return null;
        }
    }

    private static void CleanNode(JsonNode? node, string path, List<string> secrets, Action<string> removed)
    {
        switch (node)
        {
            case JsonObject settings:
                foreach (var (name, value) in settings.ToArray())
                {
                    if (!IsSecret(name))
                    {
                        if (value is JsonValue plain && plain.TryGetValue<string>(out var text))
                        {
                            settings[name] = (string?)CleanAddress($"{path}.{name}", text, removed);
                        }

                        CleanNode(settings[name], $"{path}.{name}", secrets, removed);
                    }
                    else if (value is not null && !(value is JsonValue flag && flag.TryGetValue<bool>(out _)))
                    {
                        if (value is JsonValue given && given.TryGetValue<string>(out var secret))
                        {
                            if (secret.Length == 0)
                            {
                                continue;
                            }

                            secrets.Add(secret);
                        }

                        settings[name] = null;
                        removed($"{path}.{name}");
                    }
                }

                break;
            case JsonArray list:
                foreach (var one in list)
                {
                    CleanNode(one, path, secrets, removed);
                }

                break;
        }
    }

    private static bool IsSecret(string name) => Array.Exists(Words, word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static object? CleanCertificate(LegacyRow row, string column, object? value, Action<string> removed)
    {
        if (column != "cert_data" || value is null)
        {
            return value;
        }

        var text = value as string ?? (value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : "");
        if (row.Text("cert_type") is "client_cert" or "ca_cert" or "csr" && !text.Contains("PRIVATE KEY", StringComparison.OrdinalIgnoreCase))
        {
            return text;
        }

        removed(column);
        return null;
    }

    private static object? CleanAddress(string column, object? value, Action<string> removed)
    {
        if (value is not string text || !InAddress().IsMatch(text))
        {
            return value;
        }

        removed(column);
        return InAddress().Replace(text, "//${user}:***@");
    }

    private static string Mask(string column, string text, string secret, Action<string> removed)
    {
        // Shorter ones are words of every sentence.
        if (secret.Length < 4 || !text.Contains(secret, StringComparison.Ordinal))
        {
            return text;
        }

        removed(column);
        return text.Replace(secret, "***", StringComparison.Ordinal);
    }

    private static LegacyRow Replace(LegacyRow row, Func<string, object?, object?> of) =>
        new(row.Number, row.Columns, [.. row.Columns.Select((column, i) => of(column.ToLowerInvariant(), row.Values[i]))]);

    [GeneratedRegex("//(?<user>[^/:@\\s]*):[^/@\\s]+@", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InAddress();
}
