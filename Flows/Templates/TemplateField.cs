namespace Clarion.Flows.Templates;

/// <summary>A field as announced. Length 65535 is variable.</summary>
internal readonly record struct TemplateField(uint Enterprise, ushort Element, ushort Length)
{
    public const ushort Variable = 65_535;

    public bool IsVariable => Length == Variable;
}
