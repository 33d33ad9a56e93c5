using System.Text;
using Sunqar.Core.Decisions;
using Sunqar.Core.Payments;
using Sunqar.Storage.Codec;

namespace Sunqar.Work.Footage;

/// <summary>Tells of each decided payment by which cash was paid out at a machine.</summary>
/// <param name="tell">Is told the payment's id, the terminal's, and when, microseconds since 1970-01-01T00:00:00Z.</param>
public sealed class WithdrawalSink(Action<string, string, long> tell) : IDecidedPaymentSink
{
    public void Add(in DecidedPaymentRow row)
    {
        if (
            row.Terminal.IsEmpty
            || row.Outcome == Outcome.Block
            || row.Kind.Row() is not { To: PaymentEnd.Terminal, Sender: Instrument.Card }
        )
        {
            return;
        }
        tell(Encoding.UTF8.GetString(row.Id), Encoding.UTF8.GetString(row.Terminal), row.TimeUs);
    }
}
