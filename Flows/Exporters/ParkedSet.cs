using Clarion.Flows.Records;

namespace Clarion.Flows.Exporters;

/// <summary>A data set that waits for its template, with what its datagram's header said.</summary>
internal sealed class ParkedSet
{
    public ParkedSet(ushort template, byte[] body, int length, in MessageContext message)
    {
        (Template, Body, Length, Message) = (template, body, length, message);
        Node = new LinkedListNode<ParkedSet>(this);
    }

    public ushort Template { get; }

    /// <summary>A rented array; the first <see cref="Length"/> bytes are the set without its header.</summary>
    public byte[] Body { get; }

    public int Length { get; }

    public MessageContext Message { get; }

    /// <summary>Place in the order of arrival over all exporters.</summary>
    public LinkedListNode<ParkedSet> Node { get; }
}
