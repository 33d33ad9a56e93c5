using System.Text;
using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;

namespace Sunqar.Core.Cases;

/// <summary>The alerts folded so far as bytes, so that a restart reads only the tail. A fold restored from it goes on as one that met every
/// fact.</summary>
public static class AlertSnapshot
{
    /// <summary>Changed with the layout, and with what a week is: an older snapshot is not read.</summary>
    private const string Format = "sunqar alerts 3";

    public static byte[] Save(AlertFold fold)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Format);
        writer.Write(fold.Next);
        writer.Write(fold.Forgotten);
        writer.Write(fold.Unattributed);
        writer.Write(fold.FloorUs);
        // In one order, so that equal folds are equal bytes.
        var states = fold.States.OrderBy(s => s.WeekUs).ThenBy(s => s.Subject).ThenBy(s => s.Rule, StringComparer.Ordinal).ToList();
        writer.Write(states.Count);
        foreach (var state in states)
            Write(writer, state);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>The fold again, or null for a snapshot of another layout.</summary>
    public static AlertFold? Restore(ReadOnlyMemory<byte> snapshot)
    {
        using var reader = new BinaryReader(new MemoryStream(snapshot.ToArray(), writable: false), Encoding.UTF8);
        if (reader.ReadString() != Format)
            return null;
        var fold = new AlertFold
        {
            Next = reader.ReadInt64(),
            Forgotten = reader.ReadInt64(),
            Unattributed = reader.ReadInt64(),
            FloorUs = reader.ReadInt64(),
        };
        for (var left = reader.ReadInt32(); left > 0; left--)
            fold.Restore(ReadState(reader));
        return fold;
    }

    private static void Write(BinaryWriter writer, AlertState state)
    {
        writer.Write(state.Subject.Value);
        writer.Write(state.Rule);
        writer.Write(state.WeekUs);
        writer.Write(state.Beyond);
        writer.Write(state.FirstUs);
        writer.Write((byte)state.Outcome);
        writer.Write(state.Role);
        writer.Write(state.Text);
        writer.Write(state.Source);
        writer.Write(unchecked((ulong)(state.Inputs >> 64)));
        writer.Write(unchecked((ulong)state.Inputs));
        writer.Write(state.Versions.Count);
        foreach (var version in state.Versions)
            writer.Write(version);
        Write(writer, state.Last!);
        writer.Write(state.Payments.Count);
        foreach (var payment in state.Payments)
            Write(writer, payment);
    }

    private static AlertState ReadState(BinaryReader reader)
    {
        var state = new AlertState(new SubjectId(reader.ReadUInt64()), reader.ReadString(), reader.ReadInt64())
        {
            Beyond = reader.ReadInt64(),
            FirstUs = reader.ReadInt64(),
            Outcome = (Outcome)reader.ReadByte(),
            Role = reader.ReadString(),
            Text = reader.ReadString(),
            Source = reader.ReadString(),
            Inputs = new UInt128(reader.ReadUInt64(), reader.ReadUInt64()),
        };
        for (var left = reader.ReadInt32(); left > 0; left--)
            state.Versions.Add(reader.ReadString());
        state.Last = ReadPayment(reader);
        for (var left = reader.ReadInt32(); left > 0; left--)
            state.Payments.Add(ReadPayment(reader));
        return state;
    }

    private static void Write(BinaryWriter writer, AlertedPayment payment)
    {
        writer.Write(payment.Institution);
        writer.Write(payment.Id);
        writer.Write(payment.TimeUs);
        writer.Write(payment.Sequence);
        writer.Write((byte)payment.Kind);
        writer.Write(payment.Amount.MinorUnits);
        writer.Write((byte)payment.Amount.Currency);
        writer.Write(payment.From.Value);
        writer.Write(payment.To.Value);
        writer.Write((byte)payment.Outcome);
        writer.Write(payment.Observed);
        writer.Write(payment.Limit);
        writer.Write(unchecked((ulong)(payment.ContentHash >> 64)));
        writer.Write(unchecked((ulong)payment.ContentHash));
        writer.Write((byte)payment.Fate);
    }

    private static AlertedPayment ReadPayment(BinaryReader reader) =>
        new(
            reader.ReadString(),
            reader.ReadString(),
            reader.ReadInt64(),
            reader.ReadInt64(),
            (PaymentKind)reader.ReadByte(),
            new Money(reader.ReadInt64(), (Currency)reader.ReadByte()),
            new SubjectId(reader.ReadUInt64()),
            new SubjectId(reader.ReadUInt64()),
            (Outcome)reader.ReadByte(),
            reader.ReadString(),
            reader.ReadString(),
            new UInt128(reader.ReadUInt64(), reader.ReadUInt64()),
            (PaymentFate)reader.ReadByte()
        );
}
