using System.Text;
using Sunqar.Core.Identity;
using Sunqar.Core.Patterns;

namespace Sunqar.Work.Mining;

/// <summary>What the fold adds between two moments, as bytes (<see cref="TransferSnapshots"/>); transfers apart.</summary>
public sealed partial class JournalTransfers
{
    /// <summary>How far the fold has come: what it adds from here on is numbered from here on.</summary>
    internal readonly record struct Reached(long Next, long Payments, int Nodes, int Subjects, int Devices, int Kept)
    {
        public void Write(BinaryWriter writer)
        {
            writer.Write(Next);
            writer.Write(Payments);
            writer.Write(Nodes);
            writer.Write(Subjects);
            writer.Write(Devices);
            writer.Write(Kept);
        }

        public static Reached Read(BinaryReader reader) =>
            new(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
    }

    internal Reached Now => new(Next, Payments, builder.Nodes.Count, _inOrder.Count, _devicesInOrder.Count, _keptInOrder.Count);

    internal void WriteSince(Reached from, BinaryWriter writer)
    {
        writer.Write(Payments);
        foreach (var count in Outcomes)
        {
            writer.Write(count);
        }
        writer.Write(Cash.Years.Count);
        foreach (var (year, micro) in Cash.Years)
        {
            writer.Write(year);
            writer.Write((ulong)(micro >> 64));
            writer.Write((ulong)(micro & ulong.MaxValue));
        }
        writer.Write(builder.Nodes.Count - from.Nodes);
        for (var node = from.Nodes; node < builder.Nodes.Count; node++)
        {
            var id = Encoding.UTF8.GetBytes(builder.Nodes.AsItCame(node));
            writer.Write((ushort)id.Length);
            writer.Write(id);
            writer.Write(builder.Nodes.Holder(node).Value);
        }
        writer.Write(_inOrder.Count - from.Subjects);
        foreach (var subject in _inOrder.Skip(from.Subjects))
        {
            writer.Write(subject.Value);
            writer.Write(_bankNodes[subject]);
        }
        writer.Write(_devicesInOrder.Count - from.Devices);
        foreach (var use in _devicesInOrder.Skip(from.Devices))
        {
            writer.Write(use.Device.Value);
            writer.Write(use.Account);
            writer.Write(use.Holder.Value);
            writer.Write(use.IinInvalid);
        }
        writer.Write(_keptInOrder.Count - from.Kept);
        foreach (var node in _keptInOrder.Skip(from.Kept))
        {
            writer.Write(node);
            writer.Write(_keepers[node]);
        }
    }

    /// <param name="next">The sequence after the last payment that is in it.</param>
    internal void ReadSince(BinaryReader reader, long next)
    {
        Next = next;
        Payments = reader.ReadInt64();
        for (var outcome = 0; outcome < Outcomes.Length; outcome++)
        {
            Outcomes[outcome] = reader.ReadInt64();
        }
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            Cash.Restore(reader.ReadInt32(), (Int128)new UInt128(reader.ReadUInt64(), reader.ReadUInt64()));
        }
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var node = builder.Nodes.Intern(reader.ReadBytes(reader.ReadUInt16()));
            var holder = new SubjectId(reader.ReadUInt64());
            if (!holder.IsNone)
                builder.Nodes.SetHolder(node, holder);
        }
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var subject = new SubjectId(reader.ReadUInt64());
            _bankNodes[subject] = reader.ReadInt32();
            _inOrder.Add(subject);
        }
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            Note(
                new DeviceUse(
                    new SubjectId(reader.ReadUInt64()),
                    reader.ReadInt32(),
                    new SubjectId(reader.ReadUInt64()),
                    reader.ReadBoolean()
                )
            );
        }
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var node = reader.ReadInt32();
            Keep(node, InstitutionOf(Encoding.UTF8.GetBytes(reader.ReadString())));
        }
    }
}
