namespace Clarion.Web.Pages.Matrix;

/// <summary>A category that is to be closed, or opened.</summary>
/// <param name="Category">Its name.</param>
/// <param name="Cell">The selected cell as it will be called then; null when there is none.</param>
public readonly record struct CategoryToggle(string Category, string? Cell);
