namespace Sunqar.Core.Payments;

/// <summary>An amount in minor units (tiyn, cents, millionths of a USDT) of a currency. Never a fraction, never rounded silently.</summary>
public readonly record struct Money(long MinorUnits, Currency Currency);
