using System.Data.Common;
using System.Text.Json;
using Clarion.Correlation.TrustSec;
using Clarion.Storage.Contracts;
using Clarion.Storage.Identity;
using Clarion.Storage.Sql;

namespace Clarion.Storage.TrustSec;

/// <summary>Reads the tables <c>trustsec_*</c>. An empty text asks for everything: whatever is asked for, a statement is one.</summary>
internal static class TrustSecQueries
{
    private const int BeforeAll = -2;

    public static List<TrustSecKey> Keys(SqlSession session, string connector)
    {
        var keys = new List<TrustSecKey>();
        using var reader = session.Query(
            """
            SELECT 0, id FROM trustsec_groups WHERE connector = $1 UNION ALL SELECT 1, id FROM trustsec_acls WHERE connector = $1
            UNION ALL SELECT 2, id FROM trustsec_cells WHERE connector = $1
            """,
            connector);
        while (reader.Read())
        {
            keys.Add(new TrustSecKey((TrustSecKind)reader.Small(0), reader.GetString(1)));
        }

        return keys;
    }

    public static List<KeptTrustSec<TrustSecAcl>> Acls(SqlSession session, string find, string connector, int limit, TrustSecPosition? after)
    {
        after ??= new TrustSecPosition("", "", "");
        using var reader = session.Query(
            """
            SELECT connector, object FROM trustsec_acls
            WHERE ($1 = '' OR strpos(name, $1) > 0) AND ($2 = '' OR connector = $2)
                AND (name > $3 OR (name = $3 AND (connector > $4 OR (connector = $4 AND id > $5))))
            ORDER BY name, connector, id LIMIT $6
            """,
            find, connector, after.First, after.Connector, after.Id, (long)limit);
        return Kept<TrustSecAcl>(reader);
    }

    public static List<KeptCell> Cells(SqlSession session, int? source, int? destination, string connector, int limit, CellPosition? after)
    {
        after ??= new CellPosition(BeforeAll, BeforeAll, "", "");
        var cells = new List<(string Connector, TrustSecCell Cell, TrustSecGroup? Source, TrustSecGroup? Destination)>();
        using (var reader = session.Query(
            """
            SELECT connector, cell, source, destination FROM (
                SELECT c.connector, c.id, c.object AS cell, coalesce(s.tag, -1) AS s_tag, coalesce(d.tag, -1) AS d_tag, s.object AS source, d.object AS destination
                FROM trustsec_cells c
                    LEFT JOIN trustsec_groups s ON s.connector = c.connector AND s.id = c.source
                    LEFT JOIN trustsec_groups d ON d.connector = c.connector AND d.id = c.destination) m
            WHERE ($1 < 0 OR s_tag = $1) AND ($2 < 0 OR d_tag = $2) AND ($3 = '' OR connector = $3)
                AND (s_tag > $4 OR (s_tag = $4 AND (d_tag > $5 OR (d_tag = $5 AND (connector > $6 OR (connector = $6 AND id > $7))))))
            ORDER BY s_tag, d_tag, connector, id LIMIT $8
            """,
            source ?? -1, destination ?? -1, connector, after.Source, after.Destination, after.Connector, after.Id, (long)limit))
        {
            while (reader.Read())
            {
                cells.Add((
                    reader.GetString(0), Object<TrustSecCell>(reader, 1), reader.IsDBNull(2) ? null : Object<TrustSecGroup>(reader, 2),
                    reader.IsDBNull(3) ? null : Object<TrustSecGroup>(reader, 3)));
            }
        }

        var names = AclNames(session, [.. cells.SelectMany(one => one.Cell.AclIds).Distinct()]);
        return
        [
            .. cells.Select(one => new KeptCell(
                one.Connector, one.Cell, one.Source, one.Destination, [.. one.Cell.AclIds.Select(id => names.GetValueOrDefault((one.Connector, id), id))])),
        ];
    }

    public static List<KeptTrustSec<PolicyDownload>> Downloads(SqlSession session, string nas, string connector, int limit, TrustSecPosition? after)
    {
        after ??= new TrustSecPosition("", "", "");
        using var reader = session.Query(
            """
            SELECT connector, object FROM trustsec_downloads
            WHERE ($1 = '' OR nas = $1) AND ($2 = '' OR connector = $2)
                AND (nas > $3 OR (nas = $3 AND (connector > $4 OR (connector = $4 AND id > $5))))
            ORDER BY nas, connector, id LIMIT $6
            """,
            nas, connector, after.First, after.Connector, after.Id, (long)limit);
        return Kept<PolicyDownload>(reader);
    }

    /// <summary>Those of a connector by their keys.</summary>
    public static List<PolicyDownload> Downloads(SqlSession session, string connector, List<string> keys)
    {
        using var reader = session.Query(
            "SELECT connector, object FROM trustsec_downloads WHERE connector = $1 AND id IN (SELECT unnest($2))", connector, keys);
        return [.. Kept<PolicyDownload>(reader).Select(kept => kept.Record)];
    }

    private static Dictionary<(string Connector, string Id), string> AclNames(SqlSession session, List<string> ids)
    {
        var names = new Dictionary<(string, string), string>();
        if (ids.Count > 0)
        {
            using var reader = session.Query("SELECT connector, object FROM trustsec_acls WHERE id IN (SELECT unnest($1))", ids);
            foreach (var (connector, acl) in Kept<TrustSecAcl>(reader))
            {
                names[(connector, acl.Id)] = acl.Name;
            }
        }

        return names;
    }

    private static List<KeptTrustSec<T>> Kept<T>(DbDataReader reader)
    {
        var kept = new List<KeptTrustSec<T>>();
        while (reader.Read())
        {
            kept.Add(new KeptTrustSec<T>(reader.GetString(0), Object<T>(reader, 1)));
        }

        return kept;
    }

    private static T Object<T>(DbDataReader reader, int column) => JsonSerializer.Deserialize<T>(reader.GetString(column), IdentityEventJson.Options)!;
}
