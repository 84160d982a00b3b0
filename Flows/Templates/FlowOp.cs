using Clarion.Flows.Elements;

namespace Clarion.Flows.Templates;

/// <summary>One step of a program: a field into a column.</summary>
/// <param name="Column">Column to fill.</param>
/// <param name="Kind">How the field is read.</param>
/// <param name="Field">Index of the field in the template.</param>
/// <param name="Element">Element number, for columns that note it.</param>
/// <param name="Fill">True = only rows whose value is still zero.</param>
/// <param name="SkipZero">True = a zero address is no address, because another field may hold the real one.</param>
internal readonly record struct FlowOp(FlowColumn Column, FieldKind Kind, int Field, ushort Element, bool Fill, bool SkipZero);
