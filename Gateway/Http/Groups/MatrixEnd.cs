namespace Clarion.Gateway.Http.Groups;

/// <summary>One end of a pair: a group, or the category that stands for it.</summary>
/// <param name="Name">Name of the group or category.</param>
/// <param name="Sgt">Tag of the group; null for a category.</param>
/// <param name="Category">Configured category; null when the group has none.</param>
internal sealed record MatrixEnd(string Name, long? Sgt, string? Category)
{
    public static MatrixEnd Of(int tag, ClosedCategories closed, GroupNames names) =>
        ClosedCategories.Of(tag, names) is { } category && closed.Contains(category)
            ? new MatrixEnd(category, null, category)
            : new MatrixEnd(names.Of(tag), tag, names.CategoryOf(tag));
}
