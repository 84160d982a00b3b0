using Clarion.Correlation.Directories;
using Clarion.Correlation.Identity;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Reading;

namespace Clarion.Gateway.Http.Directory;

/// <summary>Answers <c>/directory/groups</c>. Parameters are texts as in the query string; null or empty means the default.</summary>
public sealed class DirectoryGroupReader(CurrentDirectory directory, GroupLookups lookups)
{
    private const int MaxLength = 300;

    /// <summary>Security groups whose name contains a text, by name.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    public Listing<DirectoryGroupModel> List(string? q, string? limit, string? cursor)
    {
        var text = q?.Trim() ?? "";
        if (text.Length > MaxLength)
        {
            throw new BadParameterException("q", FormattableString.Invariant($"q must be at most {MaxLength} characters."));
        }

        var after = QueryText.Cursor(cursor) ?? "";
        var size = QueryText.Limit(limit);
        var found = directory.Index.Groups
            .Where(known => known.Group.Name.Contains(text, StringComparison.OrdinalIgnoreCase) && string.CompareOrdinal(Place(known), after) > 0)
            .Take(size + 1).ToList();
        return new Listing<DirectoryGroupModel>([.. found.Take(size).Select(Model)], found.Count > size ? Place(found[size - 1]) : null);
    }

    /// <summary>One group by name, with a page of the accounts in it. Of groups of one name in several directories, the first.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    /// <exception cref="NotFoundException">No directory has it.</exception>
    public DirectoryGroupDetailModel Get(string name, string? limit, string? cursor)
    {
        var size = QueryText.Limit(limit);
        var after = QueryText.Cursor(cursor) ?? "";
        var index = directory.Index;
        var known = index.FindGroup(name) ?? throw new NotFoundException($"No directory has a security group '{name}'.");
        var accounts = index.AccountsIn(known.Group.Id);
        var page = accounts.Where(account => string.CompareOrdinal(account, after) > 0).Take(size + 1).ToList();
        return new DirectoryGroupDetailModel(
            Model(known), index.GroupsDirectlyIn(known.Group), index.GroupsHolding(known.Group.Id), [.. page.Take(size)], accounts.Count,
            known.Group.ForeignMembers, page.Count > size ? page[size - 1] : null);
    }

    // Names repeat over directories.
    private static string Place(KnownGroup known) => known.Group.Name + "\n" + known.Directory;

    private DirectoryGroupModel Model(KnownGroup known) => DirectoryGroupModel.Of(known, lookups.SgtOf([known.Group.Name]));
}
