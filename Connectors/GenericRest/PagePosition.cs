namespace Clarion.Connectors.GenericRest;

/// <summary>Which page.</summary>
/// <param name="Offset">Records before it.</param>
/// <param name="Page">Its number.</param>
/// <param name="Limit">Records wanted.</param>
/// <param name="Cursor">What the page before gave; empty for the first.</param>
/// <param name="Link">Its address, when the page before gave one.</param>
internal readonly record struct PagePosition(long Offset, long Page, int Limit, string Cursor, Uri? Link);
