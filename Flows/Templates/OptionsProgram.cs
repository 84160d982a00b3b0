namespace Clarion.Flows.Templates;

/// <summary>Fields of an options template that Clarion takes into its tables; -1 = none.</summary>
internal sealed class OptionsProgram
{
    private const ushort InterfaceScope = 2;

    public required SamplingPlan Sampling { get; init; }

    /// <summary>IE 10, or v9's interface scope.</summary>
    public required int Interface { get; init; }

    /// <summary>True when the interface is what the record is about, so that its sampling is that interface's.</summary>
    public required bool InterfaceIsScope { get; init; }

    public required int InterfaceName { get; init; }

    public required int InterfaceDescription { get; init; }

    public required int Application { get; init; }

    public required int ApplicationName { get; init; }

    /// <summary>IE 160.</summary>
    public required int BootTime { get; init; }

    public static OptionsProgram Compile(ReadOnlySpan<TemplateField> fields, int scopes, int version)
    {
        // The scopes of v9 have numbers of their own and must not be taken for elements.
        var elements = fields.ToArray();
        var interfaceScope = -1;
        for (var i = 0; version == 9 && i < scopes; i++)
        {
            if (elements[i].Element == InterfaceScope && elements[i].Length is >= 1 and <= 8)
            {
                interfaceScope = i;
            }

            // NBAR tables name the application in a field of the option part; the scope is only "system".
            elements[i] = elements[i] with { Element = elements[i].Element <= 5 ? (ushort)0 : elements[i].Element };
        }

        var index = interfaceScope >= 0 ? interfaceScope : Find(elements, 10, 1, 8);
        return new OptionsProgram
        {
            Sampling = SamplingPlan.Of(elements),
            Interface = index,
            InterfaceIsScope = index >= 0 && index < scopes,
            InterfaceName = Find(elements, 82, 1, TemplateField.Variable),
            InterfaceDescription = Find(elements, 83, 1, TemplateField.Variable),
            Application = Find(elements, 95, 1, 16),
            ApplicationName = Find(elements, 96, 1, TemplateField.Variable),
            BootTime = Find(elements, 160, 8, 8),
        };
    }

    private static int Find(ReadOnlySpan<TemplateField> fields, ushort element, int minLength, int maxLength)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i].Enterprise == 0 && fields[i].Element == element && fields[i].Length >= minLength && fields[i].Length <= maxLength)
            {
                return i;
            }
        }

        return -1;
    }
}
