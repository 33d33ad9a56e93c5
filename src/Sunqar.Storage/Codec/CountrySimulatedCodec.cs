using System.Text;
using Sunqar.Core.Facts;

namespace Sunqar.Storage.Codec;

internal sealed class CountrySimulatedCodec() : FactCodec(19, typeof(CountrySimulated))
{
    public override void Write(Fact fact, WireWriter wire)
    {
        var simulated = (CountrySimulated)fact;
        var mark = wire.BeginMessage(Number);
        wire.Text(1, simulated.Source);
        wire.UInt32(2, simulated.Complete ? 1u : 0u);
        wire.EndMessage(mark);
    }

    public override Fact Read(ReadOnlySpan<byte> body)
    {
        var (source, complete) = ("", false);
        var wire = new WireReader(body);
        for (var field = wire.NextField(); field != 0; field = wire.NextField())
        {
            if (field == 1)
                source = Encoding.UTF8.GetString(wire.Bytes());
            else if (field == 2)
                complete = wire.UInt32() != 0;
            else
                wire.Skip();
        }
        return new CountrySimulated(source, complete);
    }
}
