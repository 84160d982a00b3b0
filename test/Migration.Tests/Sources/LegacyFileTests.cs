using Clarion.Migration.Sources;

namespace Clarion.Migration.Tests.Sources;

public sealed class LegacyFileTests
{
    [Fact]
    public void The_file_is_only_read()
    {
        using var database = LegacyDatabase.OfFirst().AddFlow();
        var before = (File.ReadAllBytes(database.Path), File.GetLastWriteTimeUtc(database.Path));
        using (var file = LegacyFile.Open(database.Path))
        {
            Assert.Single(file.Read("netflow"));
            var fault = Assert.Throws<SourceException>(() => file.Numbers("DELETE FROM netflow RETURNING 1"));
            Assert.Equal(SQLitePCL.raw.SQLITE_READONLY, Assert.IsType<Microsoft.Data.Sqlite.SqliteException>(fault.InnerException).SqliteErrorCode);
        }

        Assert.Equal(before.Item1, File.ReadAllBytes(database.Path));
        Assert.Equal(before.Item2, File.GetLastWriteTimeUtc(database.Path));
    }

    [Fact]
    public void What_is_only_in_the_write_ahead_log_is_read_too_and_stays_as_it_was_meanwhile()
    {
        using var database = LegacyDatabase.OfFirst().Run("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0").AddFlow();
        using var file = LegacyFile.Open(database.Path);
        Assert.Single(file.Read("netflow"));
        database.AddFlow(minute: 1);
        Assert.Single(file.Read("netflow"));
        using var later = LegacyFile.Open(database.Path);
        Assert.Equal(2, later.Read("netflow").Count());
    }

    [Fact]
    public void A_missing_table_is_an_empty_one()
    {
        using var database = LegacyDatabase.OfFirst();
        using var file = LegacyFile.Open(database.Path);
        Assert.Empty(file.Read("users"));
    }

    [Fact]
    public void What_is_no_database_of_the_older_system_is_told()
    {
        var folder = Directory.CreateTempSubdirectory("clarion-legacy-");
        var path = Path.Combine(folder.FullName, "clarion.db");
        Assert.Contains("There is no file", Assert.Throws<SourceException>(() => LegacyFile.Open(path)).Message, StringComparison.Ordinal);
        File.WriteAllText(path, new string('x', 5000));
        Assert.Contains("no SQLite database", Assert.Throws<SourceException>(() => LegacyFile.Open(path)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(path, []);
        Assert.Contains("lacks the tables", Assert.Throws<SourceException>(() => LegacyFile.Open(path)).Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_damaged_file_is_told_with_what_to_do()
    {
        using var database = LegacyDatabase.OfFirst();
        for (var i = 0; i < 2000; i++)
        {
            database.AddFlow(minute: i);
        }

        var copy = database.Path + ".copy";
        var bytes = File.ReadAllBytes(database.Path);
        Array.Fill(bytes, (byte)0xFF, 4096 * 4, bytes.Length - 4096 * 4);
        File.WriteAllBytes(copy, bytes);
        Assert.Contains(
            ".recover",
            Assert.Throws<SourceException>(() =>
            {
                using var file = LegacyFile.Open(copy);
                foreach (var table in file.Tables)
                {
                    _ = file.Read(table).Count();
                }
            }).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("first")]
    [InlineData("24 to 27")]
    [InlineData("27 to 29")]
    [InlineData("final")]
    public void Tables_tell_the_generation(string expected)
    {
        using var database = expected switch
        {
            "first" => LegacyDatabase.OfFirst(),
            "24 to 27" => LegacyDatabase.OfPlaces(),
            "27 to 29" => LegacyDatabase.OfGroups(),
            _ => LegacyDatabase.OfFinal(),
        };
        using var file = LegacyFile.Open(database.Path);
        Assert.StartsWith(expected, file.Generation, StringComparison.Ordinal);
    }
}
