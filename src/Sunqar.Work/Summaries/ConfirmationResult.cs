namespace Sunqar.Work.Summaries;

/// <summary>Held payments of one kind: what came of them, planted against found.</summary>
/// <param name="Held">Payments that waited and whose customer was asked.</param>
/// <param name="Confirmed">Released by the customer himself.</param>
/// <param name="LateOrRefused">The customer answered too late, or said no.</param>
/// <param name="TurnedAway">The customer answered in time and was not believed.</param>
/// <param name="Impostors">Answered by somebody else: planted.</param>
/// <param name="Caught">Of these, not believed.</param>
/// <param name="Missed">Of these, believed.</param>
public sealed record ConfirmedPayments(int Held, int Confirmed, int LateOrRefused, int TurnedAway, int Impostors, int Caught, int Missed);

/// <summary>What came of held payments in a run.</summary>
/// <param name="TopUps">By the sender's device.</param>
/// <param name="Withdrawals">By a finger, which the bank's verifier compared.</param>
public sealed record ConfirmationResult(ConfirmedPayments TopUps, ConfirmedPayments Withdrawals);
